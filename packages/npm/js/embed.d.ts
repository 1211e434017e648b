/**
 * Defines `<wattpix-chart>`, an element that shows a chart of a Wattpix site; calling it again does nothing.
 * @param site Address of the site, such as `https://example.org/wattpix/`.
 */
export function define(site: string | URL): void;

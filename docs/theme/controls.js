// A form before a chart changes it in place: the name of each field is an attribute of the chart. Without scripts the form stays hidden, and the
// chart is a picture.
for (const form of document.querySelectorAll("form.chart-controls")) {
  const chart = form.nextElementSibling;
  const change = ({ target }) => chart.setAttribute(target.name, target.value);
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
}

//! The page on a telephone and on a desk, light and dark.

use crate::calculator::Calculator;

#[test]
fn page_fits_a_telephone_and_a_desktop() {
    let page = Calculator::open("");
    let states = [
        ("first-visit", ""),
        ("compared", "?model=flux1-dev,sd2.1&gpu=rtx-6000-ada,h100&precision=fp32&boundary=gross"),
        ("problems", "?model=%3Cscript%3Ealert(1)%3C/script%3E&steps=0&width=1e9&unit=cal"),
    ];
    for (name, query) in states {
        page.visit(query);
        page.unfold();
        for (width, height) in [(320, 640), (390, 844), (1440, 900)] {
            page.resize(width, height);
            for scheme in ["light", "dark"] {
                page.emulate_media(&[("prefers-color-scheme", scheme)]);
                if width >= 390 {
                    page.screenshot(&format!("{name}-{width}-{scheme}"));
                }
            }
            // A scroll bar takes some of the window's width, so the page may be narrower.
            let scrolled = page.run("return document.documentElement.scrollWidth").as_u64().unwrap();
            assert!(scrolled <= width.into(), "{name}: {scrolled} pixels in a window of {width}");
        }
    }
}

#[test]
fn light_and_dark_differ_and_text_can_be_read_in_both() {
    let page = Calculator::open("");
    let contrast = "const luminance = colour => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const page = getComputedStyle(document.body);
        const [text, ground] = [luminance(page.color), luminance(page.backgroundColor)];
        return [(Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05), ground]";
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        page.emulate_media(&[("prefers-color-scheme", scheme)]);
        let measured = page.run(contrast);
        // WCAG 2.2, 1.4.3.
        assert!(measured[0].as_f64() >= Some(4.5), "{scheme}: contrast {}", measured[0]);
        grounds.push(measured[1].as_f64().unwrap());
    }
    assert!(grounds[0] > 0.5 && grounds[1] < 0.5, "{grounds:?}");
}

#[test]
fn open_panels_fit_a_telephone_and_a_desktop() {
    let page = Calculator::open("?model=qwen-image&gpu=rtx-6000-ada&c=flux1-dev,a100,1024x1024,50,fp16,on");
    page.open_panels();
    for (width, height) in [(320, 640), (390, 844), (768, 1024), (1440, 900)] {
        page.resize(width, height);
        page.wait_for_panels();
        for scheme in ["light", "dark"] {
            page.emulate_media(&[("prefers-color-scheme", scheme)]);
            if width >= 390 {
                page.screenshot(&format!("panels-{width}-{scheme}"));
            }
        }
        let wide = page.run(
            "const room = document.documentElement.clientWidth;
            return [...document.querySelectorAll('main *')].filter(element => !element.closest('.scroll, .law, .unseen') && element.checkVisibility()
                && element.getBoundingClientRect().right > room + 1).map(element => element.outerHTML.slice(0, 80))",
        );
        assert_eq!(wide, serde_json::json!([]), "in a window of {width}");
    }
    page.emulate_media(&[]);
    page.emulate_print(true);
    page.screenshot("panels-print");
    page.assert_quiet();
}

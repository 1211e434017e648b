//! The program: starts the calculator or an embedded chart in a page; in a worker it reads and fits a person's files.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use wattpix_web::{start, worker};
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    // A panic is a fault of ours: the console says where.
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        worker::serve::run(scope);
    } else {
        spawn_local(async {
            if start::start().await.is_err() {
                start::fail();
            }
        });
    }
}

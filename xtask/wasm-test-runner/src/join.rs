//! Joining of a program's parts: in tests a program is one file.
//!
//! A function marked `#[wasm_split(NAME, ..)]` (crate `wasm_split_helpers`) is compiled as an import, called by the rest, and an export that
//! holds its code; the site's build cuts the program between the two. Without that step nothing in a browser provides the import, so the
//! program would not start. Here the import calls the export, and the import that loads a part says at once that the part is there.

use anyhow::{Context, Result, bail};
use walrus::{FunctionId, ImportKind, Module, ValType};

/// Module from which split functions are imported until a program is cut (`wasm_split_macros` 0.2.2, `PLACEHOLDER_IMPORT_MODULE`).
const PLACEHOLDER: &str = "__wasm_split_placeholder__";

/// Prefix of the import that loads a part (`wasm_split_macros` 0.2.2, `load_module_ident`).
const LOAD: &str = "__wasm_split_load_";

/// Part of the name that tells the import of a split function from its export.
const IMPORT: &str = "00_import_";
const EXPORT: &str = "00_export_";

/// Joins the parts of a program; `None` if it has none.
///
/// # Errors
/// When the program cannot be read, or an import has no export that it could call.
pub fn joined(program: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut module = Module::from_buffer(program)?;
    let imports: Vec<(FunctionId, String)> = module
        .imports
        .iter()
        .filter(|import| import.module == PLACEHOLDER)
        .map(|import| match import.kind {
            ImportKind::Function(id) => Ok((id, import.name.clone())),
            _ => bail!("the split import {} is no function", import.name),
        })
        .collect::<Result<_>>()?;
    if imports.is_empty() {
        return Ok(None);
    }
    for (import, name) in imports {
        if name.starts_with(LOAD) {
            loads_at_once(&mut module, import).with_context(|| format!("{name} cannot be replaced"))?;
        } else {
            calls(&mut module, import, &name)?;
        }
    }
    Ok(Some(module.emit_wasm()))
}

/// Replaces an import by a call of the export with the same name.
fn calls(module: &mut Module, import: FunctionId, name: &str) -> Result<()> {
    let export = name.replacen(IMPORT, EXPORT, 1);
    let code = module.exports.get_func(&export).with_context(|| format!("{name} has no export {export}"))?;
    module.replace_imported_func(import, |(body, arguments)| {
        for argument in arguments {
            body.local_get(*argument);
        }
        body.call(code);
    })?;
    Ok(())
}

/// Replaces an import of the type `LoadFn` (`wasm_split_helpers` 0.2.3, `rt.rs`) by a call of its callback with success.
fn loads_at_once(module: &mut Module, import: FunctionId) -> Result<()> {
    let table = module.tables.main_function_table()?.context("the program has no table of functions")?;
    let callback = module.types.add(&[ValType::I32, ValType::I32], &[]);
    module.replace_imported_func(import, |(body, arguments)| {
        if let [function, data] = arguments[..] {
            body.local_get(data).i32_const(1).local_get(function).call_indirect(callback, table);
        }
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, RefType};

    use super::*;

    /// A program that imports a function of a part and its loader, and exports the function under `export`.
    fn program(export: &str) -> Vec<u8> {
        let mut module = Module::default();
        module.tables.add_local(false, 1, None, RefType::FUNCREF);
        let ty = module.types.add(&[ValType::I32], &[ValType::I32]);
        module.add_import_func(PLACEHOLDER, "__wasm_split_00part00_import_1f_answer", ty);
        let load = module.types.add(&[ValType::I32, ValType::I32], &[]);
        module.add_import_func(PLACEHOLDER, "__wasm_split_load_part", load);
        let argument = module.locals.add(ValType::I32);
        let mut code = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        code.func_body().local_get(argument);
        let code = code.finish(vec![argument], &mut module.funcs);
        module.exports.add(export, code);
        module.emit_wasm()
    }

    #[test]
    fn a_program_with_parts_imports_none_of_them_once_joined() {
        let joined = joined(&program("__wasm_split_00part00_export_1f_answer")).unwrap().unwrap();
        let module = Module::from_buffer(&joined).unwrap();
        assert_eq!(module.imports.iter().count(), 0);
        assert_eq!(module.funcs.iter_local().count(), 3);
    }

    #[test]
    fn a_program_without_parts_stays_as_it_is() {
        assert!(joined(&Module::default().emit_wasm()).unwrap().is_none());
    }

    #[test]
    fn an_import_without_its_export_is_an_error() {
        let error = joined(&program("another")).unwrap_err();
        assert!(format!("{error:#}").contains("__wasm_split_00part00_export_1f_answer"), "{error:#}");
    }
}

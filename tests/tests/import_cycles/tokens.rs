//! Statements of a module: its children, its imports, the paths and words in its code.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Before the name of an item.
const DEFINES: [&str; 8] = ["struct", "enum", "union", "trait", "type", "fn", "const", "static"];

/// A path, segment by segment.
pub type Segments = Vec<String>;

/// An item of a `use` line.
pub struct Import {
    /// Path that is imported.
    pub path: Segments,
    /// True if others may take it from here.
    pub public: bool,
}

/// A `mod` line or block.
pub struct Child {
    pub name: String,
    /// The code in braces; a file where there is none.
    pub body: Option<TokenStream>,
    /// Path in `#[path]`.
    pub path: Option<String>,
}

/// The code of one module, without its children and its tests.
#[derive(Default)]
pub struct Code {
    pub children: Vec<Child>,
    /// By the name that each has here.
    pub imports: BTreeMap<String, Import>,
    /// Modules of which everything is imported.
    pub globs: Vec<Segments>,
    /// Paths of two segments and more.
    pub paths: BTreeSet<Segments>,
    /// First segments of paths, and words that are none.
    pub words: BTreeSet<String>,
    /// Names of the items defined here.
    pub items: BTreeSet<String>,
}

impl Code {
    pub fn read(tokens: TokenStream) -> Self {
        let mut code = Self::default();
        code.add(tokens);
        code
    }

    fn add(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let (mut public, mut path) = (false, None);
        while let [first, after @ ..] = rest {
            rest = after;
            match first {
                TokenTree::Punct(sign) if sign.as_char() == '#' => {
                    if let Some((attribute, after)) = attribute(rest) {
                        rest = after;
                        if attribute.starts_with("cfg(test") || attribute.starts_with("cfg(all(test") {
                            rest = after_item(rest);
                        }
                        path = attribute
                            .strip_prefix("path=")
                            .map(|text| text.trim_matches('"').to_owned())
                            .or(path);
                    }
                    continue;
                }
                TokenTree::Group(group) => self.add(group.stream()),
                TokenTree::Ident(word) if word == "pub" => {
                    public = true;
                    if let [TokenTree::Group(group), after @ ..] = rest
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        rest = after;
                    }
                    continue;
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = rest.iter().position(|token| is(token, ';')).unwrap_or(rest.len());
                    self.import(&rest[..end], Vec::new(), public);
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let [TokenTree::Ident(name), next, after @ ..] = rest {
                        let body = match next {
                            TokenTree::Group(group) => Some(group.stream()),
                            _ => None,
                        };
                        self.children.push(Child { name: name.to_string(), body, path: path.take() });
                        rest = after;
                    }
                }
                // A method or a field, which no path names.
                TokenTree::Punct(sign) if sign.as_char() == '.' => {
                    if let [TokenTree::Ident(_), after @ ..] = rest {
                        rest = after;
                    }
                }
                TokenTree::Ident(word) => {
                    if let [TokenTree::Ident(name), ..] = rest
                        && DEFINES.iter().any(|keyword| word == keyword)
                    {
                        self.items.insert(name.to_string());
                    }
                    let mut path = vec![word.to_string()];
                    while let [one, two, TokenTree::Ident(next), after @ ..] = rest
                        && is(one, ':')
                        && is(two, ':')
                    {
                        path.push(next.to_string());
                        rest = after;
                    }
                    self.words.insert(word.to_string());
                    if path.len() > 1 {
                        self.paths.insert(path);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            (public, path) = (false, None);
        }
    }

    /// Reads the tree of a `use` line below a prefix.
    fn import(&mut self, tree: &[TokenTree], mut path: Segments, public: bool) {
        let mut rest = tree;
        while let [first, after @ ..] = rest {
            rest = after;
            match first {
                TokenTree::Ident(word) if word == "as" => {
                    let name = rest.first().map_or_else(String::new, ToString::to_string);
                    // What has no name is imported for its methods.
                    let name = if name == "_" { path.join("::") } else { name };
                    self.imports.insert(name, Import { path, public });
                    return;
                }
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let trees: Vec<TokenTree> = group.stream().into_iter().collect();
                    for tree in trees.split(|token| is(token, ',')).filter(|tree| !tree.is_empty()) {
                        self.import(tree, path.clone(), public);
                    }
                    return;
                }
                TokenTree::Punct(sign) if sign.as_char() == '*' => {
                    self.globs.push(path);
                    return;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        if let Some(name) = path.last().cloned() {
            self.imports.insert(name, Import { path, public });
        }
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The attribute behind its `#`, without spaces, and what follows it.
fn attribute(tokens: &[TokenTree]) -> Option<(String, &[TokenTree])> {
    let tokens = match tokens {
        [sign, after @ ..] if is(sign, '!') => after,
        all => all,
    };
    match tokens {
        [TokenTree::Group(group), after @ ..] if group.delimiter() == Delimiter::Bracket => {
            Some((group.stream().to_string().replace(char::is_whitespace, ""), after))
        }
        _ => None,
    }
}

/// Returns the tokens after an item: its braces or its semicolon end it.
fn after_item(tokens: &[TokenTree]) -> &[TokenTree] {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is(token, ';'),
    };
    let end = tokens.iter().position(ends).map_or(tokens.len(), |end| end + 1);
    &tokens[end..]
}

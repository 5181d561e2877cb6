//! The server's own table of routes, read as text.

/// A row of the table.
pub struct Route {
    /// In lower case, as the `OpenAPI` document has it.
    pub method: &'static str,
    pub path: &'static str,
    pub operation: &'static str,
    /// A right, `Own` or `Anybody`.
    pub who: &'static str,
}

/// All rows.
pub fn routes() -> Vec<Route> {
    let rows = include_str!("../../src/routes.rs").lines().map(str::trim);
    let rows = rows.filter(|line| line.contains("\" => "));
    let routes: Vec<_> = rows
        .map(|line| {
            let words: Vec<_> = line.trim_end_matches(';').split_whitespace().collect();
            let [method, path, "=>", _, "as", operation, "for", who] = words[..] else {
                panic!("expected a row of the table of routes, found {line}");
            };
            let path = path.trim_matches('"');
            Route {
                method,
                path,
                operation,
                who,
            }
        })
        .collect();
    assert!(routes.len() > 60, "{}", routes.len());
    routes
}

impl Route {
    /// Whether a request is one of this route.
    pub fn has(&self, method: &str, path: &str) -> bool {
        let (own, other) = (self.path.split('/'), path.split('/'));
        let is_same = |(own, other): (&str, &str)| own.starts_with('{') || own == other;
        self.method.eq_ignore_ascii_case(method)
            && own.clone().count() == other.clone().count()
            && own.zip(other).all(is_same)
    }
}

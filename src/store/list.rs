//! A list of values inside a statement.

use sqlx::{Database, Encode, QueryBuilder, Type};

/// Appends values in brackets: what stands behind an `IN`.
pub(super) fn push_list<'t, Db: Database, T: Encode<'t, Db> + Type<Db>>(
    query: &mut QueryBuilder<Db>,
    values: impl IntoIterator<Item = T>,
) {
    query.push("(");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")");
}

# What CI runs, exactly.
ci:
    bash .ci/run

# What a change needs before it is shown to anybody.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# The tests, with nothing else installed.
test:
    cargo test --workspace

# The villagers' pages with sample data, without a server.
gallery:
    cargo run -p loa-pwa --example gallery

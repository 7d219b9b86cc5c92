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

# The process ended so often, in campaigns of some twenty: docs/reliability.md.
crash kills="500":
    LOA_CRASH_KILLS={{kills}} cargo test --release --test it crash::campaigns -- --nocapture --test-threads 1

# Random texts there and back, and what strangers send: docs/reliability.md.
letters texts="1000000" runs="10000000":
    LOA_TEXTS={{texts}} LOA_FUZZ_RUNS={{runs}} cargo test --release --test it -- text:: fuzz:: --nocapture

# The villagers' pages with sample data, without a server.
gallery:
    cargo run -p loa-pwa --example gallery

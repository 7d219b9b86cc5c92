//! The gateways and phones of the demo.

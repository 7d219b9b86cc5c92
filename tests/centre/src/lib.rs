//! What the measurements and the tests of the program share.

pub mod kannel;

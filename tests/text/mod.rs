//! Letters there and back: random texts in every language of the house, the
//! Universal Declaration of Human Rights, and octets that were not made by us.

mod alphabet;
mod maker;
mod there_and_back;
mod vectors;

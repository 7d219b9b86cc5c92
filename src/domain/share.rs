//! How nodes share a gateway's slots.

/// How many slots of a gateway one of `nodes` living nodes may hold.
pub fn share(slots: usize, nodes: usize) -> usize {
    slots.div_ceil(nodes.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every slot finds a holder, and nobody holds more than its part.
        #[test]
        fn all_slots_are_held_and_no_node_holds_much_more(slots in 1usize..50, nodes in 0usize..50) {
            let share = share(slots, nodes);
            prop_assert!(share * nodes.max(1) >= slots);
            prop_assert!((share - 1) * nodes.max(1) < slots);
        }
    }
}

//! Pictograms and signs: line drawings of our own on a grid of 24 by 24.
//!
//! A page defines each drawing it uses once, as an SVG symbol, and refers to it
//! from every place that shows it.

/// A drawing: the id it is referred to by, and the strokes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Drawing {
    /// Unique in a page; the urgencies' ids are their style classes too.
    pub id: &'static str,
    /// The `d` attribute of an SVG path, to be stroked, not filled.
    pub path: &'static str,
}

/// A page that shows drawings.
pub(crate) trait Illustrated {
    /// Every drawing the page refers to, for the layout to define.
    fn drawings(&self) -> Vec<&'static Drawing>;
}

/// Each drawing once, the house's own sign first.
pub(crate) fn once(drawings: impl IntoIterator<Item = &'static Drawing>) -> Vec<&'static Drawing> {
    let mut once = vec![&HORN];
    for drawing in drawings {
        if !once.contains(&drawing) {
            once.push(drawing);
        }
    }
    once
}

/// The village loudspeaker: the house, and topics without a picture.
pub(crate) static HORN: Drawing = Drawing {
    id: "horn",
    path: "M3 10v4h3l9 5V5l-9 5zM7 15l1.5 5h3l-1-3M18 9a4 4 0 0 1 0 6M20.5 6.5a8 8 0 0 1 0 11",
};

/// A circle with an i.
pub(crate) static ROUTINE: Drawing = Drawing {
    id: "routine",
    path: "M12 2.5a9.5 9.5 0 1 0 .1 0zM12 11v6M12 7v.1",
};
/// A triangle with an exclamation mark.
pub(crate) static URGENT: Drawing = Drawing {
    id: "urgent",
    path: "M12 2.5 22.5 21h-21zM12 9.5v5M12 18v.1",
};
/// An octagon with two exclamation marks.
pub(crate) static FLASH: Drawing = Drawing {
    id: "flash",
    path: "M8 2h8l6 6v8l-6 6H8l-6-6V8zM9.5 7v6.5M9.5 17v.1M14.5 7v6.5M14.5 17v.1",
};

/// A paper with a round seal.
pub(crate) static POLICY: Drawing = Drawing {
    id: "policy",
    path: "M5 3h9l5 5v13H5zM14 3v5h5M8 9h3M8 13h7M8 17h2M17 17a2 2 0 1 1-.1-.6",
};
/// A heart with a cross.
pub(crate) static HEALTH: Drawing = Drawing {
    id: "health",
    path: "M12 21C5 15.5 2.5 12 2.5 8.5A5 5 0 0 1 12 6.5a5 5 0 0 1 9.5 2c0 3.5-2.5 7-9.5 12.5zM12 9v7M8.5 12.5h7",
};
/// An open book.
pub(crate) static EDUCATION: Drawing = Drawing {
    id: "education",
    path: "M12 6C9.5 4 6 4 2.5 4.5v14c3.5-.5 7-.5 9.5 1.5 2.5-2 6-2 9.5-1.5v-14C18 4 14.5 4 12 6zM12 6v14",
};
/// A lamp with a seedling in it: know-how for the field.
pub(crate) static SCITECH: Drawing = Drawing {
    id: "scitech",
    path: "M9.5 21.5h5M8.5 18.5V16a7 7 0 1 1 7 0v2.5zM12 18v-6M12 12q0-3-3.5-3 0 3 3.5 3zM12 13.5q0-3 3.5-3 0 3-3.5 3z",
};
/// A market stall.
pub(crate) static MARKET: Drawing = Drawing {
    id: "market",
    path: "M4.5 3.5h15L22 9H2zM2 9a2.5 2.5 0 0 0 5 0 2.5 2.5 0 0 0 5 0 2.5 2.5 0 0 0 5 0 2.5 2.5 0 0 0 5 0M4 13v8h16v-8M4 17h16",
};
/// A shield with a star.
pub(crate) static SECURITY: Drawing = Drawing {
    id: "security",
    path: "M12 2.5 20.5 5.5v6c0 5-4 8.5-8.5 10-4.5-1.5-8.5-5-8.5-10v-6zM12 7l1.5 3.5H17l-2.5 2 1 3.5-3.5-2-3.5 2 1-3.5-2.5-2h3.5z",
};

/// A house in rising water.
pub(crate) static FLOOD: Drawing = Drawing {
    id: "flood",
    path: "M3.5 10 12 2.5l8.5 7.5M6 8v5.5M18 8v5.5M10 13.5v-4h4v4M2 17q2-2 4 0t4 0 4 0 4 0 4 0M2 21q2-2 4 0t4 0 4 0 4 0 4 0",
};
/// A slope with boulders coming down on a house.
pub(crate) static LANDSLIDE: Drawing = Drawing {
    id: "landslide",
    path: "M2 3.5c5 1 8 8 9.5 17.5H2zM13 5.5a2 2 0 1 1-.1-.6M16.5 11a2 2 0 1 1-.1-.6M14 21v-4l4-3.5 4 3.5v4z",
};
/// A cloud with lightning.
pub(crate) static STORM: Drawing = Drawing {
    id: "storm",
    path: "M8 15.5H6.5a4 4 0 0 1-.5-8.5 6 6 0 0 1 12.5 1 4 4 0 0 1 0 7.5H17M13 10.5 10 16h4.5l-3 5.5",
};
/// A flame.
pub(crate) static FIRE: Drawing = Drawing {
    id: "fire",
    path: "M12 22c4.5 0 7-3 7-6.5C19 11 15 9 14.5 2c-3.5 2-5 5.5-5 8.5q-1.5-.5-1.5-2.5c-2 2-3 4.5-3 7.5C5 19 7.5 22 12 22zM12 22c-2 0-3-1.5-3-3 0-2 2-3 3-5.5 1 2.5 3 3.5 3 5.5 0 1.5-1 3-3 3z",
};
/// A snow crystal.
pub(crate) static COLD: Drawing = Drawing {
    id: "cold",
    path: "M12 2v20M3.5 7l17 10M20.5 7l-17 10M9 3.5l3 3 3-3M9 20.5l3-3 3 3M3 11l4-1-1-4M21 13l-4 1 1 4M6 18l1-4-4-1M18 6l-1 4 4 1",
};
/// A drop of water, struck through.
pub(crate) static WATER: Drawing = Drawing {
    id: "water",
    path: "M12 2.5c4 5 6.5 8.5 6.5 12a6.5 6.5 0 0 1-13 0c0-3.5 2.5-7 6.5-12zM3 4l18 17",
};
/// A shield with a tick: the danger is over.
pub(crate) static SAFE: Drawing = Drawing {
    id: "safe",
    path: "M12 2.5 20.5 5.5v6c0 5-4 8.5-8.5 10-4.5-1.5-8.5-5-8.5-10v-6zM7.5 12l3 3 6-6",
};

//! The people whose numbers and names are looked for.

/// A person nobody else is called like: name, numbers, chat id.
pub struct Canary {
    pub name: &'static str,
    pub phones: &'static [&'static str],
    pub zalo: Option<&'static str>,
}

/// Delivered; refused by the gateway in words that name the number; answered
/// by a page of errors; cut off; two numbers in a cell; Zalo.
pub const CANARIES: [Canary; 6] = [
    Canary {
        name: "Giàng Kanari Páo",
        phones: &["0912345678"],
        zalo: None,
    },
    Canary {
        name: "Sùng Hoàngyến Mỷ",
        phones: &["0987654312"],
        zalo: None,
    },
    Canary {
        name: "Vàng Chimsẻ Chứ",
        phones: &["0356781294"],
        zalo: None,
    },
    Canary {
        name: "Lường Sơnca Ỉn",
        phones: &["0703918264"],
        zalo: None,
    },
    Canary {
        name: "Chảo Vẹtxanh Tả",
        phones: &["0868273645", "0325817396"],
        zalo: None,
    },
    Canary {
        name: "Hờ Bồcâu Dê",
        phones: &[],
        zalo: Some("7318264950617283945"),
    },
];

impl Canary {
    /// Where they are reached, and by which channel.
    pub fn addresses(&self) -> Vec<(&'static str, &'static str)> {
        let phones = self.phones.iter().map(|phone| (*phone, "sms"));
        phones.chain(self.zalo.map(|id| (id, "zalo"))).collect()
    }
}

/// What the stranger says: others' names and numbers, as people do.
pub fn canary_words() -> String {
    format!(
        "Toi+la+Gi%C3%A0ng+Kanari+P%C3%A1o+so+{}",
        CANARIES[0].phones[0]
    )
}

/// Somebody who is on no list and writes all the same.
pub const STRANGER: &str = "0938172645";

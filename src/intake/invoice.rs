//! A carrier's invoice: a text table with a gateway, its parts and their price
//! in each line, under whatever heading the carrier writes.

use std::fs::File;
use std::io::Seek;
use std::path::Path;

use super::encoding;
use super::fault::Unreadable;
use super::text::TextFile;
use crate::domain::invoice::{Billed, amount};
use crate::domain::text::fold;

/// The largest invoice, in megabytes.
const LARGEST: u64 = 4;

/// How gateways are headed, without marks.
const GATEWAY: &[&str] = &[
    "gateway",
    "tong dai",
    "duong gui",
    "nha mang",
    "nha cung cap",
    "kenh",
    "dau noi",
];
/// How parts are headed.
const PARTS: &[&str] = &[
    "parts",
    "so phan tin",
    "phan tin",
    "so phan",
    "so tin",
    "so luong",
    "san luong",
    "so sms",
    "sms",
    "so ban tin",
];
/// How their price is headed.
const MONEY: &[&str] = &[
    "vnd",
    "thanh tien",
    "so tien",
    "tong tien",
    "tien",
    "dong",
    "amount",
];
/// How lines begin that only add up others, or add the tax.
const SUMS: &[&str] = &["tong cong", "cong", "tong", "total", "thue", "vat"];

/// Where the columns stand.
struct Columns {
    gateway: usize,
    parts: Option<usize>,
    vnd: Option<usize>,
}

/// Reads an invoice.
pub fn read_invoice(path: &Path) -> Result<Vec<Billed>, Unreadable> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Unreadable::NotAFile);
    }
    if metadata.len() > LARGEST * 1024 * 1024 {
        return Err(Unreadable::TooLarge { megabytes: LARGEST });
    }
    let encoding = encoding::detect(&mut file)?;
    file.rewind()?;
    let mut text = String::new();
    for line in TextFile::new(file, encoding) {
        text.push_str(line?.text.as_deref().unwrap_or_default());
        text.push('\n');
    }
    for delimiter in [b';', b'\t', b',', b'|'] {
        let table = table(&text, delimiter);
        let headed = table.iter().enumerate().find_map(|(at, cells)| {
            let columns = Columns::of(cells)?;
            Some((at, columns))
        });
        if let Some((at, columns)) = headed {
            return columns.lines(table.get(at + 1..).unwrap_or_default(), at);
        }
    }
    Err(Unreadable::NoInvoiceHeader)
}

fn table(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes())
        .records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

impl Columns {
    /// The columns of a header: a gateway, and what it asks.
    fn of(cells: &[String]) -> Option<Self> {
        let heads: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
        let column = |words: &[&str]| heads.iter().position(|head| begins(head, words));
        let columns = Self {
            gateway: column(GATEWAY)?,
            parts: column(PARTS),
            vnd: column(MONEY),
        };
        (columns.parts.is_some() || columns.vnd.is_some()).then_some(columns)
    }

    /// The lines below a header; a cell that is no amount is refused.
    fn lines(&self, rows: &[Vec<String>], header: usize) -> Result<Vec<Billed>, Unreadable> {
        let mut lines = Vec::new();
        for (at, cells) in rows.iter().enumerate() {
            let cell = |column: Option<usize>| {
                column
                    .and_then(|column| cells.get(column))
                    .map_or("", String::as_str)
            };
            let gateway = cell(Some(self.gateway));
            if gateway.is_empty() || begins(&fold(gateway), SUMS) {
                continue;
            }
            let read = |column| match cell(column) {
                "" => Ok(None),
                text => amount(text).map(Some).ok_or_else(|| Unreadable::NoAmount {
                    row: (header + at + 2) as u64,
                    written: text.chars().take(40).collect(),
                }),
            };
            lines.push(Billed {
                gateway: gateway.to_owned(),
                parts: read(self.parts)?,
                vnd: read(self.vnd)?,
            });
        }
        Ok(lines)
    }
}

/// Whether a heading is one of these words, whatever follows it.
fn begins(head: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        head.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Billed>, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hoa-don.csv");
        std::fs::write(&file, text).unwrap();
        read_invoice(&file).map_err(|error| error.to_string())
    }

    fn line(gateway: &str, parts: Option<i64>, vnd: Option<i64>) -> Billed {
        Billed {
            gateway: gateway.to_owned(),
            parts,
            vnd,
        }
    }

    #[test]
    fn an_invoice_is_read_under_any_of_its_headings() {
        let plain = read("gateway,parts,vnd\nkannel,1200,420000\n").unwrap();
        assert_eq!(plain, [line("kannel", Some(1200), Some(420_000))]);
        let carrier = "\u{FEFF}HÓA ĐƠN THÁNG 11;;;\nSTT;Tổng đài;Số lượng tin (SMS);Đơn giá;Thành tiền (VNĐ)\n\
                       1;Kannel;1.200;350;\"420.000 đ\"\n2;viettel;;;1.000\n;Tổng cộng;;;421.000\n";
        assert_eq!(
            read(carrier).unwrap(),
            [
                line("Kannel", Some(1200), Some(420_000)),
                line("viettel", None, Some(1000))
            ]
        );
        let quoted = read("Nhà mạng,Số tin,Số tiền\nkannel,\"1,200\",\"420,000\"\n").unwrap();
        assert_eq!(quoted, plain);
    }

    #[test]
    fn what_is_no_invoice_is_refused() {
        let error = read("họ tên,số\nAn,1\n").unwrap_err();
        assert!(error.contains("no header"), "{error}");
        let error = read("gateway,parts\nkannel,nhiều\n").unwrap_err();
        assert!(
            error.contains("nhiều") && error.contains("row 2"),
            "{error}"
        );
    }
}

//! Sealing of personal data: numbers, chat ids, names and raw receipts.
//!
//! XChaCha20-Poly1305 with a random nonce; the row's id is bound in, so that a
//! sealed value moved to another row does not open. A keyed hash finds an
//! address again: a plain hash of a phone number is undone in seconds, for
//! there are only 10⁹ of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::domain::person::Address;

const NONCE: usize = 24;
/// Nonces drawn from the system at a time: each is asked for once, and not
/// each by a call of its own.
const DRAWN: usize = 64;
/// How long an empty text is once it is sealed: a nonce and a tag.
pub(super) const NAMELESS: i64 = 24 + 16;

/// The keys of one office. They live in a file outside the database.
pub struct Keys {
    cipher: XChaCha20Poly1305,
    index: hmac::Key,
    hooks: hmac::Key,
    fingerprint: String,
    nonces: Mutex<Vec<[u8; NONCE]>>,
}

/// The key file cannot be used. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It could not be read or made.
    #[error("cannot use the key file {path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not a key of ours.
    #[error("{0} is not a key file of loa: expected one line of 64 hexadecimal digits")]
    NotAKey(PathBuf),
    /// Others on the machine may read it.
    #[error("the key file {0} can be read by others: run `chmod 600 {0}`")]
    Readable(PathBuf),
}

/// A sealed value did not open: another key, another row, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open: it was moved, damaged or sealed with another key")]
pub struct Unopened;

impl Keys {
    /// Reads the key file, or makes one (mode 0600) where there is none.
    pub fn open_or_make(path: &Path) -> Result<Self, KeyError> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                only_ours(path)?;
                Self::parse(&text).ok_or_else(|| KeyError::NotAKey(path.to_owned()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::make(path),
            Err(source) => Err(KeyError::File {
                path: path.to_owned(),
                source,
            }),
        }
    }

    fn make(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File {
            path: path.to_owned(),
            source,
        };
        let mut secret = Zeroizing::new([0u8; 32]);
        SystemRandom::new()
            .fill(&mut secret[..])
            .map_err(|_| failed(std::io::Error::other("no randomness")))?;
        let line = Zeroizing::new(format!("{}\n", HEXLOWER.encode(&secret[..])));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        file.write_all(line.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        Ok(Self::from_secret(&secret))
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(HEXLOWER.decode(text.trim().as_bytes()).ok()?);
        let secret: Zeroizing<[u8; 32]> = Zeroizing::new(bytes.as_slice().try_into().ok()?);
        Some(Self::from_secret(&secret))
    }

    fn from_secret(secret: &[u8; 32]) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let derive = |purpose: &str| {
            let mut key = Zeroizing::new([0u8; 32]);
            key.copy_from_slice(hmac::sign(&root, purpose.as_bytes()).as_ref());
            key
        };
        let fingerprint = derive("loa fingerprint 1");
        Self {
            cipher: XChaCha20Poly1305::new(&Key::from(*derive("loa seal 1"))),
            index: hmac::Key::new(hmac::HMAC_SHA256, &derive("loa index 1")[..]),
            hooks: hmac::Key::new(hmac::HMAC_SHA256, &derive("loa hooks 1")[..]),
            fingerprint: HEXLOWER.encode(&fingerprint[..8]),
            nonces: Mutex::default(),
        }
    }

    /// Sixteen digits that tell one key from another and give nothing away.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The key that signs the addresses gateways call back on.
    pub fn hooks(&self) -> &hmac::Key {
        &self.hooks
    }

    /// Seals a value for one row.
    pub fn seal(&self, row: Uuid, value: &[u8]) -> Result<Vec<u8>, Unopened> {
        let nonce = self.nonce()?;
        let payload = Payload {
            msg: value,
            aad: row.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Unopened)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// A random nonce that nobody has had.
    fn nonce(&self) -> Result<[u8; NONCE], Unopened> {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if nonces.is_empty() {
            let mut drawn = [0u8; NONCE * DRAWN];
            SystemRandom::new().fill(&mut drawn).map_err(|_| Unopened)?;
            nonces.extend(drawn.as_chunks().0);
        }
        nonces.pop().ok_or(Unopened)
    }

    /// Opens a value sealed for this row.
    pub fn open(&self, row: Uuid, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(Unopened)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Unopened)?;
        let payload = Payload {
            msg: sealed,
            aad: row.as_bytes(),
        };
        self.cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Unopened)
    }

    /// Opens a sealed text.
    pub fn open_text(&self, row: Uuid, sealed: &[u8]) -> Result<String, Unopened> {
        String::from_utf8(self.open(row, sealed)?).map_err(|_| Unopened)
    }

    /// The keyed hash that finds a person again whom no contact names.
    pub fn find_name(&self, place: &str, folded: &str) -> Vec<u8> {
        hmac::sign(&self.index, format!("name\0{place}\0{folded}").as_bytes())
            .as_ref()
            .to_vec()
    }

    /// The keyed hash that finds an address again.
    pub fn find(&self, address: &Address) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.index);
        context.update(address.way().as_str().as_bytes());
        context.update(&[0]);
        context.update(address.expose().as_bytes());
        context.sign().as_ref().to_vec()
    }
}

fn only_ours(path: &Path) -> Result<(), KeyError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path)
            .map_err(|source| KeyError::File {
                path: path.to_owned(),
                source,
            })?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::Readable(path.to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::Way;

    fn keys(first: u8) -> Keys {
        Keys::from_secret(&[first; 32])
    }

    #[test]
    fn a_sealed_value_opens_in_its_own_row_only() {
        let (row, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = keys(7).seal(row, b"+84912345678").unwrap();
        assert_eq!(keys(7).open(row, &sealed).unwrap(), b"+84912345678");
        assert_eq!(keys(7).open(other, &sealed), Err(Unopened));
        assert_eq!(keys(8).open(row, &sealed), Err(Unopened));
        assert_eq!(keys(7).open(row, &sealed[..10]), Err(Unopened));
    }

    #[test]
    fn an_address_is_found_by_its_key_only() {
        let address = Address::parse(Way::Sms, "0912345678").unwrap();
        let same = Address::parse(Way::Sms, "+84 912 345 678").unwrap();
        assert_eq!(keys(1).find(&address), keys(1).find(&same));
        assert_ne!(keys(1).find(&address), keys(2).find(&address));
    }

    #[test]
    fn a_key_file_is_made_once_and_kept_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("loa.key");
        let made = Keys::open_or_make(&path).unwrap();
        let read = Keys::open_or_make(&path).unwrap();
        assert_eq!(made.fingerprint(), read.fingerprint());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(
                Keys::open_or_make(&path),
                Err(KeyError::Readable(_))
            ));
        }
    }
}

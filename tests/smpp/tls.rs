//! An encrypted line: with a certificate that the machine trusts, and with one
//! that it does not.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::block;
use super::centre::{Centre, Fate, PASSWORD};
use crate::support::office::{Office, finished};

#[tokio::test]
async fn an_encrypted_line_is_bound_and_a_stranger_is_not_believed() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let ring = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let encrypted = TlsAcceptor::from(Arc::new(server));
    let centre = Centre::open_with(|_, _| Fate::Deliver, false, Some(encrypted)).await;

    let block = block(centre.port, PASSWORD, "tls = true");
    let office = Office::new(&block.replace("127.0.0.1", "localhost")).await;
    let trusted = office.write("trusted.pem", &made.cert.pem());
    let another = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let stranger = office.write("stranger.pem", &another.cert.pem());
    for (trusts, wanted) in [(&trusted, true), (&stranger, false)] {
        let before = centre.binds();
        let mut doctor = office.command(&["doctor", "--json", "--lang", "en"]);
        doctor.env("SSL_CERT_FILE", trusts);
        let said = finished(doctor).await.out;
        assert_eq!(centre.binds() > before, wanted, "{said}");
        assert_eq!(said.contains("certificate"), !wanted, "{said}");
    }
    // By another name it is somebody else.
    office.write("loa.toml", &block);
    let before = centre.binds();
    let mut doctor = office.command(&["doctor", "--json", "--lang", "en"]);
    doctor.env("SSL_CERT_FILE", &trusted);
    let said = finished(doctor).await.out;
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(centre.binds(), before);
}

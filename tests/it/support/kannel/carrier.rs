//! The carrier behind Kannel's generic HTTP SMSC, whose numbers fail.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{REFUSED, until};

/// Refuses [`REFUSED`], and takes the others to report them undelivered.
pub async fn carry(listener: TcpListener, generic: u16) {
    while let Ok((mut kannel, _)) = listener.accept().await {
        tokio::spawn(async move {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && kannel.read_buf(&mut head).await.unwrap_or(0) > 0
            {
            }
            let head = String::from_utf8_lossy(&head);
            let target = head.split(' ').nth(1).unwrap_or_default();
            let (to, id) = target
                .trim_start_matches("/?to=")
                .split_once("&id=")
                .unwrap_or_default();
            let refused = to.starts_with(REFUSED);
            let said = if refused {
                "no such number".into()
            } else {
                format!("ok {id}")
            };
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}",
                said.len()
            );
            let _ = kannel.write_all(answer.as_bytes()).await;
            if !refused {
                // Kannel may not have noted the id yet; then it says so, and is told again.
                let receipt =
                    format!("/?dlr-mask=2&dlr-mid={id}&to={to}&text=stat:UNDELIV+err:012");
                let _ = until(generic, &receipt, |page| page.ends_with("Sent")).await;
            }
        });
    }
}

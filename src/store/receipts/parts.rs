//! How the parts of a long message fared.

use super::Unread;
use crate::domain::delivery::ReceiptStatus;
use crate::domain::id::DeliveryId;
use crate::store::{Result, Tx};

impl Tx {
    /// Keeps how one part of a long message fared.
    pub(super) async fn note_part(&mut self, delivery: DeliveryId, receipt: &Unread) -> Result<()> {
        let Some(part) = receipt.message_id.clone() else {
            return Ok(());
        };
        // Ours came back with it: the part's name is its own only within the message.
        let id = if receipt.delivery.is_some() {
            format!("{delivery}:{part}")
        } else {
            part
        };
        let statement =
            "INSERT INTO parts (gateway, message_id, delivery, status) VALUES ($1, $2, $3, $4)
             ON CONFLICT (gateway, message_id) DO UPDATE SET status = excluded.status
             WHERE parts.status <> 'delivered' AND excluded.status <> 'underway'
               AND (parts.status <> 'undelivered' OR excluded.status <> 'accepted')";
        on!(self, db => {
            sqlx::query(statement).bind(&receipt.gateway).bind(&id).bind(delivery).bind(receipt.status).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// What the parts of a long message say together: delivered when all are.
    /// Without a number these are the ids the gateway named, be it one for each
    /// part or one for the whole message.
    pub(super) async fn whole_of(
        &mut self,
        delivery: DeliveryId,
        parts: Option<i32>,
    ) -> Result<ReceiptStatus> {
        let statement = "SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'delivered'), COUNT(*) FILTER (WHERE status = 'undelivered')
             FROM parts WHERE delivery = $1";
        let (named, delivered, undelivered): (i64, i64, i64) =
            on!(self, db => sqlx::query_as(statement).bind(delivery).fetch_one(db).await)?;
        Ok(if delivered >= parts.map_or(named, i64::from) {
            ReceiptStatus::Delivered
        } else if undelivered > 0 {
            ReceiptStatus::Undelivered
        } else {
            ReceiptStatus::Accepted
        })
    }
}

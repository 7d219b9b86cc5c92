//! The office's gateways, and which of them may carry what.

use std::collections::HashMap;
use std::sync::Arc;

use super::Channel;
use crate::domain::catalogue::Catalogue;
use crate::domain::person::Way;

/// The gateways of this office.
#[derive(Clone, Default)]
pub struct Gateways {
    channels: Vec<Arc<dyn Channel>>,
    /// What is registered for those that take no other texts, by name.
    catalogues: HashMap<String, Arc<Catalogue>>,
}

impl Gateways {
    /// These gateways; the first of a way is the one it takes while it works.
    pub fn new(channels: Vec<Arc<dyn Channel>>) -> Self {
        Self {
            channels,
            catalogues: HashMap::new(),
        }
    }

    /// The same, of which those that are named take registered texts only.
    #[must_use]
    pub fn registering(
        mut self,
        catalogues: impl IntoIterator<Item = (String, Arc<Catalogue>)>,
    ) -> Self {
        self.catalogues.extend(catalogues);
        self
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Channel>> {
        self.channels.iter()
    }

    /// The one of a name.
    pub fn named(&self, name: &str) -> Option<&Arc<dyn Channel>> {
        self.iter().find(|channel| channel.name() == name)
    }

    /// Those that serve a way, the preferred one first.
    pub fn of_way(&self, way: Way) -> impl Iterator<Item = &Arc<dyn Channel>> {
        self.iter()
            .filter(move |channel| channel.limits().carries == way)
    }

    /// Those of a way that may carry a message, the preferred one first: all of
    /// them, unless it is `advertising`.
    pub fn carriers(&self, way: Way, advertising: bool) -> impl Iterator<Item = &Arc<dyn Channel>> {
        self.of_way(way)
            .filter(move |channel| channel.limits().promotional || !advertising)
    }

    /// The one a way takes while it works.
    pub fn carrier(&self, way: Way, advertising: bool) -> Option<&Arc<dyn Channel>> {
        self.carriers(way, advertising).next()
    }

    /// The texts that a gateway takes; none where it takes any.
    pub fn catalogue(&self, name: &str) -> Option<&Arc<Catalogue>> {
        self.catalogues.get(name)
    }

    /// Whether a gateway takes a text, as far as is known here.
    pub fn takes(&self, name: &str, text: &str) -> bool {
        self.catalogue(name)
            .is_none_or(|catalogue| catalogue.taken(text).is_some())
    }

    /// The ways that are open.
    pub fn ways(&self) -> Vec<Way> {
        self.ways_for(false)
    }

    /// The ways that are open for a message, which may be `advertising`.
    pub fn ways_for(&self, advertising: bool) -> Vec<Way> {
        Way::ALL
            .into_iter()
            .filter(|way| self.carrier(*way, advertising).is_some())
            .collect()
    }
}

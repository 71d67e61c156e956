//! How a closed list of words is written once: the variants with their keys (files, interfaces, records) and their Chinese
//! names (pages, papers).
//!
//! Not here: any list. Each stands in the module of its duty.

/// An enum whose variants have a key and a Chinese name; it prints, parses and serialises as its key.
macro_rules! keyed_enum {
    ($(#[$meta:meta])* $Name:ident, $kind:literal {
        $($(#[$variant_meta:meta])* $Variant:ident = $key:literal, $chinese:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name {
            $($(#[$variant_meta])* $Variant,)+
        }

        impl $Name {
            /// All of them, in their order.
            pub const EVERY: &[Self] = &[$(Self::$Variant,)+];

            /// Key of files, interfaces and records.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$Variant => $key,)+
                }
            }

            /// The Chinese name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$Variant => $chinese,)+
                }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl std::str::FromStr for $Name {
            type Err = crate::report::keys::UnknownKey;
            fn from_str(key: &str) -> Result<Self, Self::Err> {
                Self::EVERY
                    .iter()
                    .copied()
                    .find(|known| known.key() == key)
                    .ok_or_else(|| crate::report::keys::UnknownKey { kind: $kind, key: key.to_owned() })
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let key = <String as serde::Deserialize>::deserialize(d)?;
                key.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

//! The code policies of locks that document them, and which of their codes none here is.

use super::{CodePolicy, CodeRule};

impl CodePolicy {
    /// The names of the presets.
    pub const PRESETS: [&str; 11] = [
        "nuki",
        "tedee",
        "igloohome",
        "schlage",
        "kwikset",
        "ultraloq",
        "kiiaccess",
        "smartphonekey",
        "zwave",
        "ttlock",
        "basip_master",
    ];

    /// The policy of a lock by its name; `None` for a name that is not among
    /// [`PRESETS`](Self::PRESETS).
    ///
    /// | name | codes | source |
    /// |---|---|---|
    /// | `nuki` | 6 digits, no 0, not starting with 12 | Nuki keypad; Seam's constraints for it |
    /// | `tedee` | 5-8 digits, at least 3 different, no sequence | Tedee keypad; Seam's constraints for it |
    /// | `igloohome` | 4-6 digits | igloohome, custom PIN codes |
    /// | `schlage`, `kwikset`, `ultraloq` | 4-8 digits | Seam's lock guides |
    /// | `kiiaccess` | 4-8 digits | "Create Access Key", `keyIdentification` |
    /// | `smartphonekey` | 4-8 digits | its keypad endpoint |
    /// | `zwave` | 4-8 digits of the 4-10 that User Code allows | Z-Wave User Code command class |
    /// | `ttlock` | 4-8 digits of the 4-9 that custom passcodes allow | TTLock open platform |
    /// | `basip_master` | 4-8 digits; the panel's master code has up to 8 | BAS-IP panel |
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        use CodeRule::{
            AtLeastThreeUniqueDigits, CannotStartWith12, NoAscendingOrDescendingSequence, NoZeros,
        };
        let policy = match name {
            "nuki" => Self::new([6], [NoZeros, CannotStartWith12]),
            "tedee" => Self::new(
                5..=8,
                [AtLeastThreeUniqueDigits, NoAscendingOrDescendingSequence],
            ),
            "igloohome" => Self::of_lengths(4..=6),
            "schlage" | "kwikset" | "ultraloq" | "kiiaccess" | "smartphonekey" | "zwave"
            | "ttlock" | "basip_master" => Self::of_lengths(4..=8),
            _ => return None,
        };
        policy.ok()
    }

    /// Which lengths of a lock's codes lie outside the 4 to 8 digits that codes have here, so that
    /// its preset allows none of them; none for most. `None` for a name that is not among
    /// [`PRESETS`](Self::PRESETS).
    ///
    /// | name | digits | which codes |
    /// |---|---|---|
    /// | `igloohome` | 9 | those that igloohome makes itself, for a time |
    /// | `zwave` | 9, 10 | the longest that User Code allows |
    /// | `ttlock` | 9 | the longest custom passcodes |
    #[must_use]
    pub fn lengths_outside(name: &str) -> Option<&'static [u8]> {
        match name {
            "igloohome" | "ttlock" => Some(&[9]),
            "zwave" => Some(&[9, 10]),
            _ => Self::PRESETS.contains(&name).then_some(&[]),
        }
    }
}

//! Times as measuring programs write them: with a zone, without one, or as seconds since 1970.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Seconds since 1970 from which a bare number is one: 2001 ...
const EPOCH_FROM: f64 = 1e9;
/// ... to 2096.
const EPOCH_TO: f64 = 4e9;

/// Origin of the seconds of a [`Moment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeScale {
    /// 1970 in UTC.
    Utc,
    /// 1970 on a clock of a zone that the file does not state.
    Local,
    /// The first reading.
    Relative,
}

/// A moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Seconds.
    pub seconds: f64,
    /// Origin of the seconds.
    pub scale: TimeScale,
}

impl Moment {
    /// The moment as rows write it: in UTC where that is known, without a zone where none is stated, and empty where only the distance to
    /// another moment is known.
    ///
    /// ```
    /// use wattpix_core::import::moment::parse;
    ///
    /// let stated = |text| parse(text).map(|moment| moment.text());
    /// assert_eq!(stated("2025/03/02 10:11:12.345").as_deref(), Some("2025-03-02T10:11:12.345"));
    /// assert_eq!(stated("1740910272.5").as_deref(), Some("2025-03-02T10:11:12.500Z"));
    /// ```
    pub fn text(self) -> String {
        let zone = match self.scale {
            TimeScale::Utc => "Z",
            TimeScale::Local => "",
            TimeScale::Relative => return String::new(),
        };
        let milliseconds = (self.seconds * 1e3).round();
        let Ok(timestamp) = Timestamp::from_millisecond(milliseconds as i64) else { return String::new() };
        let time = TimeZone::UTC.to_datetime(timestamp);
        let (date, clock) = (time.date(), time.time());
        let (hour, minute, second) = (clock.hour(), clock.minute(), clock.second());
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{:03}{zone}", clock.millisecond())
    }
}

/// Reads a time: `2025/03/02 10:11:12.345`, `2025-03-02T10:11:12Z`, `2025-03-02 10:11:12+01:00`, or seconds since 1970.
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        let is_epoch = (EPOCH_FROM..EPOCH_TO).contains(&seconds);
        return is_epoch.then_some(Moment { seconds, scale: TimeScale::Utc });
    }
    // Only dates: a bare clock does not say its day.
    if text.len() < "2025-3-2 1:2".len() || !text.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let dashed = text.replace('/', "-");
    if let Ok(timestamp) = dashed.parse::<Timestamp>() {
        return Some(Moment { seconds: timestamp.as_duration().as_secs_f64(), scale: TimeScale::Utc });
    }
    let timestamp = TimeZone::UTC.to_timestamp(dashed.parse::<DateTime>().ok()?).ok()?;
    Some(Moment { seconds: timestamp.as_duration().as_secs_f64(), scale: TimeScale::Local })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_what_they_say_of_their_zone() {
        for (text, scale, written) in [
            ("2025/03/02 10:11:12.345", TimeScale::Local, "2025-03-02T10:11:12.345"),
            ("2025-01-02T10:00:00", TimeScale::Local, "2025-01-02T10:00:00.000"),
            ("2025-01-02 10:00:00", TimeScale::Local, "2025-01-02T10:00:00.000"),
            ("2025-01-02T10:00:00Z", TimeScale::Utc, "2025-01-02T10:00:00.000Z"),
            ("2025-01-02T10:00:00+01:00", TimeScale::Utc, "2025-01-02T09:00:00.000Z"),
            ("1735812000.25", TimeScale::Utc, "2025-01-02T10:00:00.250Z"),
        ] {
            let moment = parse(text).unwrap();
            assert_eq!((moment.scale, &*moment.text()), (scale, written), "{text}");
        }
        for text in ["", "10:11:12", "310.22", "99", "a100", "2025/13/02 10:11:12", "20.5 W", "-1", "1e300"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

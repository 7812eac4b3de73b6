namespace Kairos.Seats.Commands;

/// <summary>Why a message is refused.</summary>
public enum SeatFaultCode
{
    /// <summary>More than 4,096 code points.</summary>
    TooLong,

    /// <summary>The first field is not a verb, or a cancel names neither grab nor watch.</summary>
    UnknownVerb,

    /// <summary>A field that the verb needs is not there.</summary>
    MissingField,

    /// <summary>Not a letter followed by 1 to 15 letters or digits.</summary>
    BadSchool,

    /// <summary>Neither empty nor an optional minus and digits.</summary>
    NotANumber,

    /// <summary>Beyond room 9,999,999 or seat 99,999.</summary>
    OutOfRange,

    /// <summary>More than three different candidates.</summary>
    TooManyCandidates,

    /// <summary>One or both of the needed cookies are not there.</summary>
    MissingCookie,

    /// <summary>A placeholder of the instructions was sent in place of a cookie.</summary>
    Placeholder,

    /// <summary>A needed cookie has no value.</summary>
    EmptyValue,

    /// <summary>Not a time of the day.</summary>
    BadTime,

    /// <summary>Neither 今 nor 明.</summary>
    BadMode,

    /// <summary>Not 任意.</summary>
    BadFallback,

    /// <summary>No extra has this name.</summary>
    UnknownExtra,
}

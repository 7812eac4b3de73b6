namespace Kairos.Lab.Databases;

/// <summary>How a server is stopped.</summary>
public enum StopMode
{
    /// <summary>Sessions are cut, what is open is rolled back, files are left clean.</summary>
    Fast,

    /// <summary>As a crash: the next start recovers from the log.</summary>
    Immediate,
}

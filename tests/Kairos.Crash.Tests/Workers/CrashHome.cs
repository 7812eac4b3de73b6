using Kairos.Crash.Worker;

namespace Kairos.Crash.Tests.Workers;

/// <summary>A folder of its own for the processes of a test.</summary>
internal sealed class CrashHome : IDisposable
{
    public CrashHome() => Place = new Place(Directory.CreateTempSubdirectory("kairos-crash-").FullName);

    public Place Place { get; }

    public Ledger Ledger => new(Place);

    /// <summary>Starts a worker in this folder.</summary>
    /// <param name="part">churn, drain or obey.</param>
    /// <param name="run">The number of this run, for churn.</param>
    /// <param name="environment">On top of the test's own.</param>
    /// <param name="wrapper">A program to start it under, strace say, with its arguments.</param>
    public OtherProcess Start(string part, string? run = null, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? wrapper = null) =>
        OtherProcess.Start([.. wrapper ?? [], .. Programs.Worker, part, Place.Folder, .. run is null ? [] : (string[])[run]], environment);

    public void Dispose() => Directory.Delete(Place.Folder, recursive: true);
}

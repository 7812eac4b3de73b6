namespace Kairos.Sqlite.Verbs;

/// <summary>Work on rows that every store shares is written for stores that answer later; here it has ended when it returns.</summary>
internal static class Ended
{
    public static T Result<T>(ValueTask<T> work) => work.IsCompleted
        ? work.GetAwaiter().GetResult()
        : throw new InvalidOperationException("Work on the writer's thread waits for something: nothing there may.");
}

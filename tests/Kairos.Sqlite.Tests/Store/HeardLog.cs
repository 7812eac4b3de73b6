using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Kairos.Sqlite.Tests.Store;

/// <summary>A logger that keeps what it hears.</summary>
internal sealed class HeardLog : ILogger<SqliteStore>
{
    public ConcurrentQueue<(int Id, string Text)> Messages { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Enqueue((eventId.Id, formatter(state, exception)));

    public int Count(int eventId) => Messages.Count(message => message.Id == eventId);
}

using Kairos.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Sqlite.Tests.Store;

public sealed class ErrorTests
{
    private const int WriteFailed = raw.SQLITE_IOERR | (3 << 8);
    private const int SyncFailed = raw.SQLITE_IOERR | (4 << 8);

    [Theory]
    [InlineData(raw.SQLITE_FULL, raw.SQLITE_FULL, false)]
    [InlineData(raw.SQLITE_FULL, raw.SQLITE_FULL, true)]
    [InlineData(raw.SQLITE_IOERR, WriteFailed, true)]
    [InlineData(raw.SQLITE_IOERR, SyncFailed, false)]
    public void Before_the_commit_record_is_whole_nothing_was_written(int code, int extended, bool committing)
    {
        Message(code, extended, committing).ShouldContain("Nothing was written.");
    }

    [Fact]
    public void A_commit_whose_sync_failed_is_said_to_be_ambiguous()
    {
        Message(raw.SQLITE_IOERR, SyncFailed, committing: true).ShouldContain("can't be told whether this was written");
    }

    [Theory]
    [InlineData(raw.SQLITE_FULL, "free some room")]
    [InlineData(raw.SQLITE_IOERR, "ulimit -f")]
    [InlineData(raw.SQLITE_READONLY, "belong to this user")]
    [InlineData(raw.SQLITE_CANTOPEN, "belong to this user")]
    [InlineData(raw.SQLITE_CORRUPT, "restore a backup")]
    [InlineData(raw.SQLITE_NOTADB, "restore a backup")]
    [InlineData(raw.SQLITE_BUSY, "close it")]
    [InlineData(raw.SQLITE_NOMEM, "give the process more")]
    public void Every_failure_names_its_remedy_and_the_file(int code, string remedy)
    {
        string message = Message(code, code, committing: false);

        message.ShouldContain(remedy);
        message.ShouldContain("/data/kairos.db");
    }

    [Fact]
    public void Room_content_and_bugs_are_told_apart()
    {
        SqliteErrors.IsUnavailable(new SqliteException("", raw.SQLITE_FULL)).ShouldBeTrue();
        SqliteErrors.IsContent(new SqliteException("", raw.SQLITE_FULL)).ShouldBeFalse();
        SqliteErrors.IsContent(new SqliteException("", raw.SQLITE_CONSTRAINT)).ShouldBeTrue();
        SqliteErrors.IsUnavailable(new SqliteException("", raw.SQLITE_CONSTRAINT)).ShouldBeFalse();
        SqliteErrors.IsContent(new InvalidOperationException()).ShouldBeFalse();
        SqliteErrors.IsUnavailable(new InvalidOperationException()).ShouldBeFalse();
    }

    private static string Message(int code, int extended, bool committing) =>
        SqliteErrors.Unavailable(new SqliteException("as SQLite puts it", code, extended), "/data/kairos.db", committing).Message;
}

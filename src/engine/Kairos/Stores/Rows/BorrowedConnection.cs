using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Kairos.Stores.Rows;

/// <summary>One of the store's connections in other hands: it can be used, not closed, and not after the call.</summary>
/// <remarks>Transactions are the store's: a write is inside one already, with the engine's own writes of the moment.</remarks>
internal sealed class BorrowedConnection(DbConnection lender) : DbConnection
{
    private bool _returned;

    [AllowNull]
    public override string ConnectionString
    {
        get => lender.ConnectionString;
        set => throw new NotSupportedException("This connection is the store's: open one of your own for another database.");
    }

    public override string Database => lender.Database;

    public override string DataSource => lender.DataSource;

    public override string ServerVersion => lender.ServerVersion;

    public override ConnectionState State => _returned ? ConnectionState.Closed : lender.State;

    public override void ChangeDatabase(string databaseName) => lender.ChangeDatabase(databaseName);

    /// <summary>Does nothing: it is open for the whole call.</summary>
    public override void Open() => ObjectDisposedException.ThrowIf(_returned, this);

    /// <summary>Does nothing: the store closes it.</summary>
    public override void Close()
    {
    }

    /// <summary>Lends a connection for a call: what is kept of it beyond that fails rather than write at some later time.</summary>
    public static T Lend<T>(DbConnection lender, Func<DbConnection, T> work)
    {
        // Not disposed of: closing it is nothing, and the end of the loan is what counts.
        BorrowedConnection borrowed = new(lender);
        try
        {
            return work(borrowed);
        }
        finally
        {
            borrowed._returned = true;
        }
    }

    protected override DbCommand CreateDbCommand()
    {
        ObjectDisposedException.ThrowIf(_returned, this);
        return lender.CreateCommand();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException(
        "The store has opened the transaction already, and commits it after the call: leave BeginTransaction out.");
}

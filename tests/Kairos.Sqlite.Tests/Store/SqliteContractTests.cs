using Kairos.Stores.Contract;

namespace Kairos.Sqlite.Tests.Store;

public sealed class SqliteSubmitTests : SubmitContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteReplaceTests : ReplaceContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteIdempotencyTests : IdempotencyContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteArmTests : ArmContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteHoldTests : HoldContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteCompletionTests : CompletionContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteFollowUpTests : FollowUpContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteMovedJobTests : MovedJobContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteTakeOverTests : TakeOverContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteTakeOverOfEditedTests : TakeOverOfEditedContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteCancelTests : CancelContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteJobListTests : JobListContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteRunListTests : RunListContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteDurabilityTests : DurabilityContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteParallelTests : ParallelContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteSideTablesTests : SideTablesContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqlitePauseTests : PauseContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteResumeTests : ResumeContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteEditTests : EditContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteRunNowTests : RunNowContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteRanTests : RanContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

public sealed class SqliteQuietTests : QuietContract
{
    protected override StoreHome CreateHome() => new SqliteHome();
}

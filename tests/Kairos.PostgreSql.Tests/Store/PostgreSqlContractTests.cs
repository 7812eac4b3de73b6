using Kairos.Stores.Contract;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class PostgreSqlSubmitTests(DatabasePool databases) : SubmitContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlReplaceTests(DatabasePool databases) : ReplaceContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlIdempotencyTests(DatabasePool databases) : IdempotencyContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlArmTests(DatabasePool databases) : ArmContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlHoldTests(DatabasePool databases) : HoldContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlCompletionTests(DatabasePool databases) : CompletionContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlFollowUpTests(DatabasePool databases) : FollowUpContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlMovedJobTests(DatabasePool databases) : MovedJobContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlTakeOverTests(DatabasePool databases) : TakeOverContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlTakeOverOfEditedTests(DatabasePool databases) : TakeOverOfEditedContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlCancelTests(DatabasePool databases) : CancelContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlJobListTests(DatabasePool databases) : JobListContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlRunListTests(DatabasePool databases) : RunListContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlDurabilityTests(DatabasePool databases) : DurabilityContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlParallelTests(DatabasePool databases) : ParallelContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlSideTablesTests(DatabasePool databases) : SideTablesContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlPauseTests(DatabasePool databases) : PauseContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlResumeTests(DatabasePool databases) : ResumeContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlEditTests(DatabasePool databases) : EditContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlRunNowTests(DatabasePool databases) : RunNowContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlRanTests(DatabasePool databases) : RanContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

public sealed class PostgreSqlQuietTests(DatabasePool databases) : QuietContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);
}

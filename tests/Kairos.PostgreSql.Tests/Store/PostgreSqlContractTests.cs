using Kairos.Lab.Databases;
using Kairos.Stores.Contract;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class PostgreSqlSubmitTests(DatabaseYard yard) : SubmitContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlReplaceTests(DatabaseYard yard) : ReplaceContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlIdempotencyTests(DatabaseYard yard) : IdempotencyContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlArmTests(DatabaseYard yard) : ArmContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlHoldTests(DatabaseYard yard) : HoldContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlCompletionTests(DatabaseYard yard) : CompletionContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlFollowUpTests(DatabaseYard yard) : FollowUpContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlMovedJobTests(DatabaseYard yard) : MovedJobContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlTakeOverTests(DatabaseYard yard) : TakeOverContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlTakeOverOfEditedTests(DatabaseYard yard) : TakeOverOfEditedContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlCancelTests(DatabaseYard yard) : CancelContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlJobListTests(DatabaseYard yard) : JobListContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlRunListTests(DatabaseYard yard) : RunListContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlDurabilityTests(DatabaseYard yard) : DurabilityContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlParallelTests(DatabaseYard yard) : ParallelContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlSideTablesTests(DatabaseYard yard) : SideTablesContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlPauseTests(DatabaseYard yard) : PauseContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlResumeTests(DatabaseYard yard) : ResumeContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlEditTests(DatabaseYard yard) : EditContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlRunNowTests(DatabaseYard yard) : RunNowContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlRanTests(DatabaseYard yard) : RanContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

public sealed class PostgreSqlQuietTests(DatabaseYard yard) : QuietContract
{
    protected override StoreHome CreateHome() => new PostgreSqlHome(yard);
}

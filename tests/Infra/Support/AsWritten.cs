using Xunit.Sdk;
using Xunit.v3;

namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>Tests of a class in the order in which they stand in it: for steps that come one after the other.</summary>
public sealed class AsWritten : ITestMethodOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods.OrderBy(method => (method as IXunitTestMethod)?.Method.MetadataToken)];
}

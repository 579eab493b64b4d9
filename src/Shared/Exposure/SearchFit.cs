using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>How well the tools of a method do what is wanted. The figures were chosen by <c>questions.csv</c>.</summary>
internal static class SearchFit
{
    /// <summary>A tool that is asked for by the verb of its name.</summary>
    public const double Asked = 1.05;

    // In the order of ToolMethod, with reads that are no list and no get before the other custom ones.
    private static readonly double[][] Fits =
    [
        /*                list  get   create update delete read custom */
        /* None */ [1.15, 1.05, 0.80, 0.75, 0.40, 1.00, 0.65],
        /* Argument */ [1.00, 0.90, 1.00, 1.02, 0.50, 1.00, 0.80],
        /* List */ [1.15, 0.90, 0.40, 0.40, 0.25, 1.00, 0.40],
        /* Read */ [1.00, 1.00, 0.40, 0.40, 0.25, 1.00, 0.40],
        /* Create */ [0.50, 0.45, 1.10, 0.65, 0.30, 0.45, 0.75],
        /* Update */ [0.50, 0.45, 0.70, 1.15, 0.35, 0.45, 0.75],
        /* Delete */ [0.35, 0.35, 0.35, 0.45, 1.15, 0.35, 0.70],
        /* Act */ [0.50, 0.50, 0.75, 0.75, 0.45, 0.50, 0.65],
    ];

    /// <summary>Between 0 and 1.15.</summary>
    public static double Of(SearchIntent intent, ToolDefinition tool) => Fits[(int)intent][
        tool.Method != ToolMethod.Custom ? (int)tool.Method : tool.Effect == Effect.Read ? 5 : 6];
}

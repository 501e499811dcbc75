using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>Writes collected metrics in the text format of Prometheus, version 0.0.4, with names by OpenTelemetry's rules.</summary>
internal sealed class PrometheusFormat : BaseExporter<Metric>
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    /// <summary>The last collected metrics.</summary>
    public string Text => text.ToString();

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        text.Clear();
        foreach (var metric in batch)
        {
            Write(metric);
        }

        return ExportResult.Success;
    }

    /// <summary>Returns the name of a metric: letters, the unit in full, and its kind.</summary>
    internal static string NameOf(string name, string unit, bool isCounter)
    {
        var written = new StringBuilder(Letters(name));
        var inFull = unit switch { "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", "1" => "", _ when unit.StartsWith('{') => "", _ => Letters(unit) };
        Append(inFull);
        Append(isCounter ? "total" : "");
        return written.ToString();

        void Append(string ending)
        {
            if (ending.Length > 0 && !written.ToString().EndsWith("_" + ending, StringComparison.Ordinal))
            {
                written.Append('_').Append(ending);
            }
        }
    }

    private static string Letters(string name) =>
        string.Create(name.Length, name, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetter(from[i]) || (char.IsAsciiDigit(from[i]) && i > 0) ? from[i] : '_';
            }
        });

    private void Write(Metric metric)
    {
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType is MetricType.Histogram;
        var name = NameOf(metric.Name, metric.Unit, isCounter);
        if (metric.Description.Length > 0)
        {
            text.Append("# HELP ").Append(name).Append(' ');
            Escape(metric.Description, quotes: false);
            text.Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(isCounter ? " counter\n" : isHistogram ? " histogram\n" : " gauge\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (isHistogram)
            {
                WriteHistogram(name, point);
            }
            else
            {
                Sample(name, point.Tags, metric.MetricType switch
                {
                    MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
                    MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
                    MetricType.LongGauge => point.GetGaugeLastValueLong(),
                    MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
                    var other => throw new InvalidOperationException($"Nothing is known of writing metrics of type {other}, as {name}."),
                });
            }
        }
    }

    private void WriteHistogram(string name, in MetricPoint point)
    {
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Sample(name + "_bucket", point.Tags, count, bucket.ExplicitBound);
        }

        Sample(name + "_sum", point.Tags, point.GetHistogramSum());
        Sample(name + "_count", point.Tags, point.GetHistogramCount());
    }

    private void Sample(string name, in ReadOnlyTagCollection tags, double value, double? below = null)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (key, label) in tags)
        {
            text.Append(separator).Append(Letters(key)).Append("=\"");
            Escape(Convert.ToString(label, CultureInfo.InvariantCulture) ?? "", quotes: true);
            text.Append('"');
            separator = ',';
        }

        if (below is { } bound)
        {
            text.Append(separator).Append("le=\"").Append(Number(bound)).Append('"');
            separator = ',';
        }

        text.Append(separator == '{' ? " " : "} ").Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);

    private void Escape(string value, bool quotes)
    {
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '"' when quotes => text.Append("\\\""),
                _ => text.Append(letter),
            };
        }
    }
}

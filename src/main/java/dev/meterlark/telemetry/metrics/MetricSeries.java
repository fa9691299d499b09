package dev.meterlark.telemetry.metrics;

import java.util.List;

/** One point a step, in the order of time and without gaps. */
public record MetricSeries(List<Point> points) {

    public MetricSeries {
        points = List.copyOf(points);
    }
}

package dev.meterlark.trigger.kafka;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Kafka's sockets, each of which goes through the gate before it is opened. */
final class GuardedSelector extends Selector {

    private final Gate gate;

    GuardedSelector(
            AbstractConfig config,
            Metrics metrics,
            String metricGroup,
            ChannelBuilder channels,
            LogContext log,
            Gate gate) {
        super(
                config.getLong(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                metrics,
                Time.SYSTEM,
                metricGroup,
                channels,
                log);
        this.gate = gate;
    }

    @Override
    public void connect(
            String id, InetSocketAddress address, int sendBufferSize, int receiveBufferSize)
            throws IOException {
        gate.pass(address);
        super.connect(id, address, sendBufferSize, receiveBufferSize);
    }
}

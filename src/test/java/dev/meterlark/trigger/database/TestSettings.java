package dev.meterlark.trigger.database;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.HashMap;
import java.util.Map;

/** Settings as an operator writes them, short enough for a test's patience. */
final class TestSettings {

    private TestSettings() {}

    static ConnectorProperties with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("meterlark.trigger.database.look", "200ms");
        all.put("meterlark.trigger.database.heartbeat", "500ms");
        all.put("meterlark.trigger.database.connect-timeout", "3s");
        settings.forEach((key, value) -> all.put("meterlark.trigger.database." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("meterlark.trigger.database", ConnectorProperties.class);
    }
}

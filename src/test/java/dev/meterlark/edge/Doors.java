package dev.meterlark.edge;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.InstantSource;
import java.util.Map;

/** Parts of the edge, put together by hand for other modules' tests. */
public record Doors(
        Callers callers, Proxies proxies, Transport transport, FunctionAddresses addresses) {

    /**
     * @param settings all that begin with {@code meterlark.}
     */
    public static Doors with(
            Map<String, String> settings, Credentials credentials, InstantSource clock) {
        Binder binder = new Binder(new MapConfigurationPropertySource(settings));
        EdgeProperties properties = binder.bindOrCreate("meterlark", EdgeProperties.class);
        ApiRateProperties rates =
                binder.bindOrCreate("meterlark.api-rate", ApiRateProperties.class);
        Transport transport =
                new Transport(properties, new ConsoleAddress("http://localhost:8080"));
        return new Doors(
                new Callers(credentials, new ApiRates(rates), clock),
                new Proxies(properties),
                transport,
                new FunctionAddresses(
                        transport,
                        settings.getOrDefault("meterlark.ingress.domain", "fn.localhost"),
                        0));
    }
}

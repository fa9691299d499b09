package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The services of AWS's that modules speak beside routes, and which of them a request is for. */
@Component
class AwsServices {

    private final ObjectProvider<AwsService> services;
    private volatile List<AwsService> known = List.of();

    AwsServices(ObjectProvider<AwsService> services) {
        this.services = services;
    }

    /** The one that it is signed for, else the one whose target or path it has. */
    Optional<AwsService> of(HttpServletRequest request) {
        Optional<String> signedFor = AwsRequests.service(request);
        Optional<AwsService> named =
                signedFor.flatMap(name -> first(each -> each.name().equals(name)));
        return named.isPresent() || AwsRequests.isDated(request)
                ? named
                : first(each -> each.isMeant(request));
    }

    /** Each with a comma before it. */
    String names() {
        return known().stream()
                .map(AwsService::name)
                .sorted()
                .map(name -> ", " + name)
                .collect(Collectors.joining());
    }

    private Optional<AwsService> first(Predicate<AwsService> fits) {
        return known().stream().filter(fits).findFirst();
    }

    /** Not before the first request: they stand on more than a filter may wait for. */
    private List<AwsService> known() {
        if (known.isEmpty()) {
            known = services.orderedStream().toList();
        }
        return known;
    }
}

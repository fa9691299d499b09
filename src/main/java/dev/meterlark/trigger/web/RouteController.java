package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.route.RouteView;
import dev.meterlark.trigger.route.RouteWish;
import dev.meterlark.trigger.route.Routes;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Instant;

/** Methods and paths of the account that functions and pipelines answer. */
@RestController
@RequestMapping("/api/v1/routes")
class RouteController {

    private final Routes routes;

    RouteController(Routes routes) {
        this.routes = routes;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    Page<RouteView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return routes.list(caller, cursor, limit);
    }

    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<RouteView> create(Caller caller, @RequestBody RouteWish route) {
        RouteView made = routes.create(caller, route);
        return ResponseEntity.created(URI.create("/api/v1/routes/" + made.id())).body(made);
    }

    @GetMapping("/{route}")
    @Access(Permission.FUNCTIONS_READ)
    RouteView show(Caller caller, @PathVariable String route) {
        return routes.show(caller, route);
    }

    /**
     * As a whole: what is left out is as usual.
     *
     * @param unchangedSince {@code changedAt} as it was read; when it is another by then, nothing
     *     is changed
     */
    @PutMapping("/{route}")
    @Access(Permission.FUNCTIONS_WRITE)
    RouteView change(
            Caller caller,
            @PathVariable String route,
            @RequestParam(required = false) @Nullable Instant unchangedSince,
            @RequestBody RouteWish wish) {
        return routes.change(caller, route, wish, unchangedSince);
    }

    @DeleteMapping("/{route}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String route) {
        routes.delete(caller, route);
    }
}

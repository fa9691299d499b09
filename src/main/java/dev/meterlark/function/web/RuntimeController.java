package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.snapshot.OfferedRuntime;
import dev.meterlark.function.snapshot.RuntimeCatalog;
import dev.meterlark.shared.Permission;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

@RestController
class RuntimeController {

    private final RuntimeCatalog catalog;

    RuntimeController(RuntimeCatalog catalog) {
        this.catalog = catalog;
    }

    /** What functions can be made for on this installation. */
    @GetMapping("/api/v1/runtimes")
    @Access(Permission.FUNCTIONS_READ)
    Runtimes runtimes() {
        return new Runtimes(catalog.offered());
    }

    record Runtimes(List<OfferedRuntime> items) {}
}

package dev.meterlark;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The map of the modules is what docs/design.md says it is; the diagram goes into target/. */
class ModularityTests {

    private static final ApplicationModules MODULES =
            ApplicationModules.of(MeterlarkApplication.class);

    @Test
    void everyArrowBetweenModulesIsOnTheMap() {
        MODULES.verify();
    }

    @Test
    void theMapCanBeDrawn() {
        new Documenter(MODULES).writeModulesAsPlantUml();
    }
}

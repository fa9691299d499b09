/**
 * Values that every module speaks in: ids, the caller, limits, money, error codes. Nothing here has
 * behaviour beyond its own validity, and nothing here knows a module. A new type needs a second
 * module that cannot do without it.
 */
@NullMarked
@ApplicationModule(
        type = ApplicationModule.Type.CLOSED,
        allowedDependencies = {})
package dev.meterlark.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

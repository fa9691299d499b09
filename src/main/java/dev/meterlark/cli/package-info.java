/**
 * lark, the command-line client. It depends on no other module: it proves that the REST API is
 * enough.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.meterlark.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

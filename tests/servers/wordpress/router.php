<?php // For PHP's own web server: files as they are, all else to WordPress's front page.
register_shutdown_function(function () { // the log that the server keeps of files alone
    file_put_contents('php://stderr', http_response_code() . " {$_SERVER['REQUEST_METHOD']} {$_SERVER['REQUEST_URI']}\n");
});
$root = $_SERVER['DOCUMENT_ROOT'];
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($path !== '/' && is_file($root . $path)) return false;
$script = rtrim($path, '/') . '/index.php';
if (!is_file($root . $script)) $script = '/index.php';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $root . $script;
chdir(dirname($root . $script));
require $root . $script;

<?php
// php cli.php SITE CODE: run CODE inside WordPress as its administrator, print its result as JSON.
[, $site, $code] = $argv;
$_SERVER += ['REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'HTTP_HOST' => '127.0.0.1', 'REMOTE_ADDR' => '127.0.0.1'];
require $site . '/wp-load.php';
wp_set_current_user(1);
$result = eval($code);
if ($result !== null) {
    echo json_encode($result);
}

<?php
// The blog's comments as they are stored, in JSON, without WordPress between.
define('SHORTINIT', true);
require __DIR__ . '/wp-load.php';
$names = ['1' => 'approved', '0' => 'hold'];
$rows = $wpdb->get_results("SELECT * FROM {$wpdb->comments} ORDER BY comment_ID");
echo json_encode(array_map(fn($row) => [
    'id' => (int) $row->comment_ID,
    'article' => (int) $row->comment_post_ID,
    'parent' => (int) $row->comment_parent,
    'status' => $names[$row->comment_approved] ?? $row->comment_approved,
    'name' => $row->comment_author,
    'url' => $row->comment_author_url,
    'html' => $row->comment_content,
    'created' => strtotime($row->comment_date_gmt . ' UTC'),
], $rows));

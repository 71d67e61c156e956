document.write('<table><tr>');
document.write('<td>甲</td>'+'<td>1</td></tr></table>');